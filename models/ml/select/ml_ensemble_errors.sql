{{ backtest_errors(ref('ml_forecasts'), "candidate = 'ensemble'") }}
