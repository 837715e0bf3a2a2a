"""What pyguide asks git: where a repository begins, what has changed in it, and what was before."""
