"""Code that nobody wrote, and what must hold of pyguide whatever it reads."""
