"""What the one process serves beside the screens: health, the gate, security headers, the page shell."""
