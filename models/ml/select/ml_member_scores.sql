{{ candidate_scores(ref('ml_single_errors'), var('member_months')) }}
