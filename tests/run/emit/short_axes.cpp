// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Short axes in double, and that they are written out at all.
#include "run/emit/short_axes.hpp"

namespace {

using namespace gradsmith::tests::short_axes;

template <class Program>
constexpr int written_out = gs::ir::count(gs::compiled<Program>::stages::short_axes);
static_assert(written_out<short_ones::rows_program> >= 2 && written_out<short_ones::sums_program> >= 3);
static_assert(written_out<from_data::rows_program> == 0 && written_out<from_data::sums_program> == 0);

}  // namespace

TEST_CASE("short axes give what axes from the data give") { check<double>(); }
