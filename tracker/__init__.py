"""Follow a city's digital transformation: what happens when, what is late, and what holds the others back."""
