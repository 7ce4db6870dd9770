{{ fold('int_fold_10_other_start') }}
