"""How often each rule finds something in code that others wrote, and how often it is right."""
