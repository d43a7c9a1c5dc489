"""How a difference is shown: a redline (花脸稿) in Word and PDF, or a page with both texts side by side."""
