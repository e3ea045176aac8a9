CREATE VIEW sink.invoker_view WITH (security_invoker = true) AS SELECT id FROM sink.parent;
