#: expect=pass
#: category=honest
def paint(grid, row, column, colour):
    old = grid[row][column]
    if old == colour:
        return
    todo = [(row, column)]
    while todo:
        r, c = todo.pop()
        if 0 <= r < len(grid) and 0 <= c < len(grid[0]) and grid[r][c] == old:
            grid[r][c] = colour
            todo += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
#### statements
grid = [[1, 1, 0], [0, 1, 0]]
first = grid[0]
paint(grid, 0, 0, 7)
assert grid == [[7, 7, 0], [0, 7, 0]] and grid[0] is first and first == [7, 7, 0]
