#define SEGUE_WIDTH 4
#include "vectors/kernels_body.h"
#include "vectors/product_body.h"

namespace segue::vectors {

const Kernels kPlain{"plain", dot, scan, add, logistic, product};

}  // namespace segue::vectors
