{{ backtest_errors(ref('ml_single_forecasts'), "candidate <> 'ensemble'") }}
