"""The proof of the image: see ../prove.sh."""
