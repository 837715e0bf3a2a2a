"""Pieces of rewrites that rules share: lines, blocks, bodies, `with` statements, annotations."""
