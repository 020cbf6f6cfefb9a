// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// backpropagation<loss>(...), a table to read. Not among what gradsmith.hpp includes: it prepares the compiler's passes for
// use at run time, which every program would pay for.
#pragma once

#include <gradsmith/compile/backpropagation.hpp>
