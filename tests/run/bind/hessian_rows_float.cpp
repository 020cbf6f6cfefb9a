// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rows of the Hessian formed in one pass, in single precision.
#include "run/bind/hessian_rows.hpp"

using namespace gradsmith::tests::hessian_rows;

TEST_CASE("rows of the Hessian in single precision") { check_all<float>(1e-5); }
