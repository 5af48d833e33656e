"""What is kept: the records of a programme, one module per subject, and the errors users can meet."""
