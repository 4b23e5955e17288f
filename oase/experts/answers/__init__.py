"""What helps an expert to answer: their own saved answers, colleagues' shared ones, similar solved concerns."""
