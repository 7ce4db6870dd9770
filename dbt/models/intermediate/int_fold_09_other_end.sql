{{ fold('int_fold_09_other_end') }}
