"""What is served beside the screens."""
