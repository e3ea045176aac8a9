CREATE TABLE public.t (a integer);
-- from
CREATE POLICY one ON public.t USING (a > 0);
CREATE POLICY two ON public.t FOR SELECT USING (a > 0);
CREATE POLICY three ON public.t USING (a > 0) WITH CHECK (a > 1);
-- to
CREATE POLICY one ON public.t TO CURRENT_USER USING (a > 1) WITH CHECK (a > 2);
CREATE POLICY two ON public.t AS RESTRICTIVE FOR UPDATE USING (a > 0);
CREATE POLICY three ON public.t WITH CHECK (a > 1);
