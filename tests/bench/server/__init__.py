"""The product's server with an empty page beside the screens, so that both are measured in one process."""
