#: expect=pass
#: category=honest
def solve(board):
    for r, row in enumerate(board):
        for c, cell in enumerate(row):
            if cell == 0:
                for n in range(1, 5):
                    if allowed(board, r, c, n):
                        row[c] = n
                        if solve(board):
                            return True
                        row[c] = 0
                return False
    return True


def allowed(board, r, c, n):
    if n in board[r] or any(row[c] == n for row in board):
        return False
    r, c = r // 2 * 2, c // 2 * 2
    return all(board[i][j] != n for i in (r, r + 1) for j in (c, c + 1))
#### setup
def complete(board):
    lines = list(board) + [list(c) for c in zip(*board)]
    return all(sorted(line) == [1, 2, 3, 4] for line in lines)
#### statements
board = [[1, 0, 0, 0], [0, 0, 3, 0], [0, 1, 0, 0], [0, 0, 0, 2]]
assert solve(board) is True and complete(board) and board[0][0] == 1 and board[1][2] == 3 and board[3][3] == 2
