// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// OpenBLAS as a peer: on one thread, with kernels for the machine it runs on, matrix product for
// float and double.

#pragma once

#if defined(GRADSMITH_BENCHMARK_BLAS)

#include <cblas.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <string>

extern "C" {
void openblas_set_num_threads(int);
char* openblas_get_corename();
}

namespace benchmarks::blas {

/// To be called first in main. OpenBLAS takes a processor that it does not know for the oldest one,
/// four times slower than it could be: then the program is started again with a core named by the
/// instruction set it was built for.
inline void prepare(char** arguments) {
  openblas_set_num_threads(1);
#if defined(__AVX512F__)
  char const* const core = "SkylakeX";
#elif defined(__AVX2__)
  char const* const core = "Haswell";
#else
  char const* const core = nullptr;
#endif
  if (core != nullptr && std::string(openblas_get_corename()) == "Prescott" &&
      setenv("OPENBLAS_CORETYPE", core, 0) == 0)
    execv("/proc/self/exe", arguments);
}

inline std::string core() { return openblas_get_corename(); }

/// C (+)= A B for row-major matrices, A or B read transposed where said; leading dimensions as
/// stored.
struct product {
  bool a_transposed = false, b_transposed = false, accumulate = false;
  std::size_t m, n, k;

  void operator()(float const* a, std::size_t lda, float const* b, std::size_t ldb, float* c,
                  std::size_t ldc) const {
    cblas_sgemm(CblasRowMajor, order(a_transposed), order(b_transposed), size(m), size(n), size(k),
                1, a, size(lda), b, size(ldb), accumulate ? 1.0f : 0.0f, c, size(ldc));
  }
  void operator()(double const* a, std::size_t lda, double const* b, std::size_t ldb, double* c,
                  std::size_t ldc) const {
    cblas_dgemm(CblasRowMajor, order(a_transposed), order(b_transposed), size(m), size(n), size(k),
                1, a, size(lda), b, size(ldb), accumulate ? 1.0 : 0.0, c, size(ldc));
  }

 private:
  static CBLAS_TRANSPOSE order(bool transposed) { return transposed ? CblasTrans : CblasNoTrans; }
  static blasint size(std::size_t n) { return static_cast<blasint>(n); }
};

}  // namespace benchmarks::blas

#endif
