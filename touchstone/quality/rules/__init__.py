"""What quality assurance asks: which results are drawn, who may check them, what a release needs."""
