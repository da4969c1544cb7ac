"""Who may do what with the server that `make lab` starts."""

import http.cookiejar
import urllib.error
import urllib.request

import psutil
import pytest


def test_the_token_is_wanted(lab):
    for path, refusal in (("/api/contents", 403), ("/api/kernels", 403), ("/files/README.md", 302), ("/lab", 302)):
        assert lab.ask(path, token=None)[0] == refusal, path  # 302 leads to the log-in page
        assert lab.ask(path, token="0" * 48)[0] == refusal, path
    assert lab.ask("/api/contents")[0] == 200
    assert lab.ask("/api/kernels", "POST", {"name": "gonb"}, token=None)[0] == 403


def test_a_cookie_alone_changes_nothing(lab):
    """A page of somebody else's can make the browser send the cookie, but not the XSRF token."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    assert browser.open(f"{lab.url}/lab?token={lab.token}").status == 200
    assert browser.open(f"{lab.url}/api/contents").status == 200, "the cookie works for reading"
    body = b'{"type": "directory"}'
    with pytest.raises(urllib.error.HTTPError, match="403"):
        browser.open(urllib.request.Request(f"{lab.url}/api/contents", data=body, method="POST"))
    xsrf = next(cookie.value for cookie in jar if cookie.name == "_xsrf")
    with_token = urllib.request.Request(f"{lab.url}/api/contents", body, {"X-XSRFToken": xsrf}, method="POST")
    made = browser.open(with_token)
    assert made.status == 201, "and with the XSRF token also for writing"
    assert lab.ask(made.headers["Location"], "DELETE")[0] == 204


@pytest.mark.parametrize("dots", ["../", "%2e%2e/", "..%2f", "%2e%2e%2f"])
@pytest.mark.parametrize("target", ["go.mod", "notebooks-secret/secret.txt"], ids=["above", "sibling with our prefix"])
def test_only_the_notebooks_are_served(lab, clone, dots, target):
    secret = clone / "notebooks-secret" / "secret.txt"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text("secret")
    for api, refusals in (("/api/contents/", (404,)), ("/files/", (403, 404))):
        status, answer = lab.ask(api + dots + target)
        assert status in refusals and b"secret\n" not in answer and b"module gdlab" not in answer


def test_a_link_out_of_the_notebooks_is_not_served_as_a_file(lab, clone):
    link = clone / "notebooks" / "out.txt"
    link.symlink_to("../go.mod")
    try:
        status, answer = lab.ask("/files/out.txt")
    finally:
        link.unlink()
    assert status in (403, 404) and b"module gdlab" not in answer


@pytest.mark.parametrize("path", ["/lab", "/api/contents"])
def test_a_name_that_only_points_here_is_refused(lab, path):
    """DNS rebinding: the browser believes that it talks to a site of somebody else's."""
    assert lab.ask(path, headers={"Host": "somewhere.example"})[0] == 403


def test_it_listens_on_this_computer_only_and_offers_go_only(lab, clone):
    listening = [c.laddr for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert {address.ip for address in listening if address.port == lab.port} == {"127.0.0.1"}
    status, answer = lab.ask("/api/kernelspecs")
    assert status == 200 and b'"gonb"' in answer and b"python3" not in answer
