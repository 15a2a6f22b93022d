"""Rules that read responsibilities, targets and deadlines from policy text."""
