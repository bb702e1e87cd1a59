"""How fast the product is beside others that make the same pages."""
