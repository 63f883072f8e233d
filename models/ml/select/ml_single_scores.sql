{{ candidate_scores(ref('ml_single_errors'), var('selection_months')) }}
