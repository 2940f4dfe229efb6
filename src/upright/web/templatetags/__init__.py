"""What templates use beside Django's own tags."""
