// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// backpropagation<loss>(...) and its table. Not among what gradsmith.hpp includes: it prepares the compiler's passes for
// use at run time, which every program would pay for.
#pragma once

#include <gradsmith/compile/backpropagation.hpp>
#include <gradsmith/compile/backpropagation_table.hpp>
