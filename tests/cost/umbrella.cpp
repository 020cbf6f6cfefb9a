// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of the headers alone.
#include <gradsmith/gradsmith.hpp>
