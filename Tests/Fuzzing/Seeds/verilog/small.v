`timescale 1ns/1ps
/* two
   lines */
module pair (a, y, \odd[name] );
  input a;
  output [1:0] y;
  input \odd[name] ;
  wire [1:0] y;
  wire m;
  (* keep = "*)" *) INV i0 (.A(a), .Z(m), .VDD(1'b1));
  NAND2 i1 (.A(m), .B(4'hf), .Z(y[1]));
  assign y[0] = m;
endmodule
module top (input clk, rst, input [0:1] data, output [2:0] out, inout io);
  wire [1:0] p, q;
  wire one = 1'b1;
  supply0 gnd;
  pair u_p (.a(data[0]), .y(p), .\odd[name] (rst));
  pair u_q (.a(data[1]), .y({q[1], q[0]}), .\odd[name] ());
  DFF f0 (.D(p[1]), .CK(clk), .Q(out[0])), f1 (.D(one), .CK(clk), .Q(out[1]));
  RAM mem (.d({2{gnd}}), .q(out[2]));
  INV loose (.A(implicit), .Z(io));
  INV \a/b (.A(p[0]), .Z());
  assign {q[0], io} = 2'bx1;
endmodule
