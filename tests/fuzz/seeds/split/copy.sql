COPY t (a) FROM stdin;
1;'
\.
COPY t FROM STDIN WITH (FORMAT csv); -- data
$$
\.
COPY t TO stdout;