-- What an obligation posts is added to settled_total by the statement before the one that writes it (Records/ObligationUnit.cs), on both databases: the base
-- schema has no triggers that write.
DROP TRIGGER obligation_posts;
