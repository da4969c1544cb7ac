"""All lessons as web pages: make_book.py."""
