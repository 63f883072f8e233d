"""How good forecasts were: their errors out of a built warehouse, their scores, their chance."""
