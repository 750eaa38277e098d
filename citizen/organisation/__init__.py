"""The municipality's organisation chart (Ο.Ε.Υ.): units, posts, substitutes; it answers who may do what."""
