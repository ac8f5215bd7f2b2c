"""`repair`"""
def attach(app): pass
