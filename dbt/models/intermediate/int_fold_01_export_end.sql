{{ fold('int_fold_01_export_end') }}
