"""Who is at the door: passwords, the second step, sessions and the patience with wrong attempts."""
