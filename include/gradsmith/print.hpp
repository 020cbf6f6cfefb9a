// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reading back: expressions, derivatives and compiled programs as LaTeX, as graphs and as C++.
#pragma once

#include <gradsmith/compile/cpp.hpp>
#include <gradsmith/compile/dot.hpp>
#include <gradsmith/compile/latex.hpp>
