#define SEGUE_WIDTH 8
#include "vectors/kernels_body.h"
#include "vectors/product_body.h"

namespace segue::vectors {

const Kernels kAvx2{"avx2", dot, scan, add, logistic, product};

}  // namespace segue::vectors
