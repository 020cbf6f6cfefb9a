// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The precompiled header of the tests: that of every program, and doctest.
#include "../../cmake/precompiled.hpp"

#include <doctest/doctest.h>
