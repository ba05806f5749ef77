DELETE FROM statement USING withdrawn WHERE statement.id = withdrawn.id
