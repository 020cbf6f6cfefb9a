// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What others do for generalised linear models, in their best form: two passes over the data.
#pragma once

#include <vector>

#include "blas.hpp"
#include "expert_linear.hpp"

#if defined(GRADSMITH_BENCHMARK_EIGEN)
#include <Eigen/Core>
#endif

namespace benchmarks {

enum class layout { rows, columns };

#if defined(GRADSMITH_BENCHMARK_EIGEN)

/// The elementwise part: the mean of the values, slopes in place of the scores t.
template <class Loss>
struct eigen_elementwise;
template <>
struct eigen_elementwise<pointwise::squares> {
  static double run(Eigen::ArrayXd& t, Eigen::ArrayXd&, auto const& y) {
    t -= y;
    return 0.5 * t.square().mean();
  }
};
template <>
struct eigen_elementwise<pointwise::poisson> {
  static double run(Eigen::ArrayXd& t, Eigen::ArrayXd& e, auto const& y) {
    e = t.exp();
    double const value = (e - y * t).mean();
    t = e - y;
    return value;
  }
};
/// As textbooks write it: overflows from 709 on.
template <>
struct eigen_elementwise<pointwise::logistic> {
  static double run(Eigen::ArrayXd& t, Eigen::ArrayXd& e, auto const& y) {
    e = (-y * t).exp();
    double const value = (1 + e).log().mean();
    t = -y * e / (1 + e);
    return value;
  }
};

template <class Loss, layout Layout>
class eigen_linear {
 public:
  explicit eigen_linear(std::size_t rows) : t_(static_cast<Eigen::Index>(rows)), e_(t_) {}
  double operator()(expert::linear_problem const& p, double* gradient) {
    using Eigen::Index, Eigen::Map;
    auto const n = static_cast<Index>(p.rows), d = static_cast<Index>(p.columns);
    Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Layout == layout::rows ? Eigen::RowMajor : Eigen::ColMajor> const> const x(p.x, n, d);
    Map<Eigen::ArrayXd const> const y(p.y, n);
    t_.matrix().noalias() = x * Map<Eigen::VectorXd const>(p.w, d);
    t_ += p.b;
    double const value = eigen_elementwise<Loss>::run(t_, e_, y);
    Map<Eigen::VectorXd>(gradient, d).noalias() = x.transpose() * t_.matrix() / static_cast<double>(n);
    gradient[d] = t_.mean();
    return value;
  }

 private:
  Eigen::ArrayXd t_, e_;
};

#endif

#if defined(GRADSMITH_BENCHMARK_BLAS)

/// OpenBLAS's two matrix-vector products alone: X w and X' m, no loss between them.
template <layout Layout>
class blas_two_products {
 public:
  explicit blas_two_products(std::size_t rows) : margin_(rows) {}
  void operator()(expert::linear_problem const& p, double* gradient) {
    auto const n = static_cast<blasint>(p.rows), d = static_cast<blasint>(p.columns);
    constexpr auto order = Layout == layout::rows ? CblasRowMajor : CblasColMajor;
    blasint const leading = Layout == layout::rows ? d : n;
    cblas_dgemv(order, CblasNoTrans, n, d, 1, p.x, leading, p.w, 1, 0, margin_.data(), 1);
    cblas_dgemv(order, CblasTrans, n, d, 1, p.x, leading, margin_.data(), 1, 0, gradient, 1);
  }

 private:
  std::vector<double> margin_;
};

#endif

}  // namespace benchmarks
