// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Symbols at namespace scope with every short and every common name.
#pragma once

#include <gradsmith/gradsmith.hpp>

#define SYMBOL(name) [[maybe_unused]] constexpr auto name = gradsmith::input<#name>;

SYMBOL(a) SYMBOL(c) SYMBOL(d) SYMBOL(e) SYMBOL(f) SYMBOL(g) SYMBOL(h) SYMBOL(l) SYMBOL(m) SYMBOL(o) SYMBOL(p)
SYMBOL(q) SYMBOL(r) SYMBOL(s) SYMBOL(t) SYMBOL(u) SYMBOL(v) SYMBOL(z) SYMBOL(A) SYMBOL(B) SYMBOL(C) SYMBOL(D)
SYMBOL(E) SYMBOL(F) SYMBOL(G) SYMBOL(H) SYMBOL(I) SYMBOL(J) SYMBOL(K) SYMBOL(L) SYMBOL(M) SYMBOL(N) SYMBOL(O)
SYMBOL(P) SYMBOL(Q) SYMBOL(R) SYMBOL(S) SYMBOL(T) SYMBOL(U) SYMBOL(V) SYMBOL(W) SYMBOL(X) SYMBOL(Y) SYMBOL(Z)
SYMBOL(at) SYMBOL(best) SYMBOL(callback) SYMBOL(current) SYMBOL(decay) SYMBOL(eps) SYMBOL(epoch) SYMBOL(iterate)
SYMBOL(left) SYMBOL(method) SYMBOL(momentum) SYMBOL(objective) SYMBOL(previous) SYMBOL(right) SYMBOL(seed)
SYMBOL(trial) SYMBOL(wanted) SYMBOL(accumulator) SYMBOL(adjoint) SYMBOL(along) SYMBOL(alpha) SYMBOL(argument)
SYMBOL(arguments) SYMBOL(axes) SYMBOL(axis) SYMBOL(batch) SYMBOL(beta) SYMBOL(bias) SYMBOL(block) SYMBOL(blocks)
SYMBOL(bound) SYMBOL(buffer) SYMBOL(capacity) SYMBOL(column) SYMBOL(columns) SYMBOL(condition) SYMBOL(context)
SYMBOL(count) SYMBOL(data) SYMBOL(delta) SYMBOL(depth) SYMBOL(dimension) SYMBOL(direction) SYMBOL(element)
SYMBOL(elements) SYMBOL(entry) SYMBOL(epsilon) SYMBOL(error) SYMBOL(expression) SYMBOL(extent) SYMBOL(extents)
SYMBOL(factor) SYMBOL(features) SYMBOL(first) SYMBOL(from) SYMBOL(function) SYMBOL(given) SYMBOL(gradient)
SYMBOL(graph) SYMBOL(hessian) SYMBOL(hidden) SYMBOL(id) SYMBOL(input) SYMBOL(inputs) SYMBOL(keep) SYMBOL(key)
SYMBOL(label) SYMBOL(labels) SYMBOL(lambda) SYMBOL(lane) SYMBOL(lanes) SYMBOL(last) SYMBOL(leaf) SYMBOL(length)
SYMBOL(level) SYMBOL(loop) SYMBOL(made) SYMBOL(margin) SYMBOL(matrix) SYMBOL(max) SYMBOL(mean) SYMBOL(memory)
SYMBOL(min) SYMBOL(model) SYMBOL(mu) SYMBOL(name) SYMBOL(names) SYMBOL(next) SYMBOL(node) SYMBOL(nodes) SYMBOL(number)
SYMBOL(offset) SYMBOL(order) SYMBOL(other) SYMBOL(out) SYMBOL(output) SYMBOL(outputs) SYMBOL(panel) SYMBOL(param)
SYMBOL(parameter) SYMBOL(parameters) SYMBOL(part) SYMBOL(parts) SYMBOL(pass) SYMBOL(phi) SYMBOL(pi) SYMBOL(piece)
SYMBOL(pieces) SYMBOL(place) SYMBOL(pointer) SYMBOL(position) SYMBOL(prediction) SYMBOL(problem) SYMBOL(product)
SYMBOL(rank) SYMBOL(rate) SYMBOL(residual) SYMBOL(rest) SYMBOL(result) SYMBOL(results) SYMBOL(root) SYMBOL(row)
SYMBOL(rule) SYMBOL(scale) SYMBOL(score) SYMBOL(scratch) SYMBOL(sequence) SYMBOL(shape) SYMBOL(shared) SYMBOL(sigma)
SYMBOL(size) SYMBOL(slope) SYMBOL(slot) SYMBOL(source) SYMBOL(start) SYMBOL(step) SYMBOL(stride) SYMBOL(sum)
SYMBOL(symbol) SYMBOL(symbols) SYMBOL(tag) SYMBOL(target) SYMBOL(temperature) SYMBOL(term) SYMBOL(terms) SYMBOL(text)
SYMBOL(theta) SYMBOL(tile) SYMBOL(to) SYMBOL(total) SYMBOL(type) SYMBOL(unit) SYMBOL(value) SYMBOL(values)
SYMBOL(tangent) SYMBOL(cotangent) SYMBOL(pairs) SYMBOL(jacobian) SYMBOL(residuals) SYMBOL(variance) SYMBOL(vector)
SYMBOL(view) SYMBOL(weight) SYMBOL(weights) SYMBOL(width) SYMBOL(word) SYMBOL(executor) SYMBOL(worker) SYMBOL(workers)
SYMBOL(which) SYMBOL(others) SYMBOL(cells) SYMBOL(run) SYMBOL(share) SYMBOL(merge)
