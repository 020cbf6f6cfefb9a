// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// All operations of the library.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/difference.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log1mexp.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logaddexp.hpp>
#include <gradsmith/op/logistic_density.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/lowered.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/min.hpp>
#include <gradsmith/op/over.hpp>
#include <gradsmith/op/pick.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/reciprocal.hpp>
#include <gradsmith/op/relu.hpp>
#include <gradsmith/op/select_if.hpp>
#include <gradsmith/op/shifted_exponentials.hpp>
#include <gradsmith/op/sigmoid.hpp>
#include <gradsmith/op/sign.hpp>
#include <gradsmith/op/softmax.hpp>
#include <gradsmith/op/softmax_complement.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/sqrt1pm1.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/tanh.hpp>
#include <gradsmith/op/tie_share.hpp>
#include <gradsmith/op/where.hpp>
