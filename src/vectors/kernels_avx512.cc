#define SEGUE_WIDTH 16
#include "vectors/kernels_body.h"
#include "vectors/product_body.h"

namespace segue::vectors {

const Kernels kAvx512{"avx512", dot, scan, add, logistic, product};

}  // namespace segue::vectors
