"""How is it run? Notebooks through papermill, publishing."""
