"""What do the words mean? Units, periods, norms, Vietnamese numbers and money both ways."""
