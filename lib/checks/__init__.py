"""Does it hold together?"""
