"""What is shown: view-models, charts and the council's page, made from an analysis and nothing else."""
