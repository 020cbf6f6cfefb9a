// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Evaluation by several threads. The threads themselves are in parallel/threads.hpp, which needs oneTBB.
#pragma once

#include <gradsmith/bind/in_parallel.hpp>
#include <gradsmith/parallel/serial.hpp>
